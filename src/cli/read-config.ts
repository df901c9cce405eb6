import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Document, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { InputError, type InputLocation } from '../support/input-error.ts';

/** A configuration as a tree of plain values, before it is checked against the schema. */
export type ConfigTree = Readonly<Record<string, unknown>>;

/** A configuration file, and where in it each key stands. */
export interface ConfigFile {
  readonly path: string;
  readonly tree: ConfigTree;
  /** Line and column of the value (or of the key's own name) at a path; of its nearest group where there is none. */
  locate(path: readonly PropertyKey[], part: 'key' | 'value'): InputLocation;
}

const extensions = ['.yaml', '.yml', '.json'];

/**
 * Reads a configuration file, YAML or JSON by its extension. Both go through one YAML 1.2 reader, of which JSON is a
 * subset, so both have lines and columns in their errors. An empty file is the default configuration.
 *
 * @param isOptional whether the command goes without it, for messages
 * @throws InputError where the file is missing, unreadable, not a set of keys, or names a key twice
 */
export async function readConfigFile(path: string, isOptional = true): Promise<ConfigFile> {
  if (!extensions.includes(extname(path).toLowerCase())) {
    const remedy = remedyFor(path, isOptional);
    throw new InputError(`${path}: expected a configuration file ending in ${extensions.join(', ')}${remedy}`);
  }
  const text = await readText(path, isOptional);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): InputLocation => {
    const { line, col } = lines.linePos(offset);
    return { file: path, line, column: col };
  };
  const [error] = document.errors;
  if (error !== undefined) {
    throw new InputError(`unreadable ${kindOf(path)}: ${oneLine(error.message)}; correct it there`, at(error.pos[0]));
  }
  return {
    path,
    tree: toTree(document, path),
    locate: (keys, part) => at(offsetOf(document, keys, part)),
  };
}

async function readText(path: string, isOptional: boolean): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'no such configuration file' : `the configuration cannot be read (${code})`;
    const remedy = isOptional ? 'check the path, or leave it out for the defaults' : 'check the path';
    throw new InputError(`${what}; ${remedy}`, { file: path });
  }
}

function toTree(document: Document, path: string): ConfigTree {
  if (document.contents === null) return {};
  if (isScalar(document.contents) && document.contents.value === null) return {};
  if (!isMap(document.contents)) {
    throw new InputError('expected keys and values, such as "seed: 7"', { file: path, line: 1 });
  }
  try {
    return document.toJS() as ConfigTree;
  } catch (error) {
    // Aliases that lead nowhere or multiply without end are found only here.
    throw new InputError(`unreadable ${kindOf(path)}: ${oneLine((error as Error).message)}`, { file: path });
  }
}

function offsetOf(document: Document, keys: readonly PropertyKey[], part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const [depth, key] of keys.entries()) {
    if (!isCollection(node)) break;
    const isLast = depth === keys.length - 1;
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const child = node.get(key, true);
    if (pair === undefined && child === undefined) break;
    const useKey = pair !== undefined && (child === null || (isLast && part === 'key'));
    offset = startOf(useKey ? pair.key : child);
    node = child;
  }
  return offset;
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}

function remedyFor(path: string, isOptional: boolean): string {
  if (/\.(csv|parquet)$/i.test(path)) return isOptional ? '; bars are given with --data' : '; data are named in it';
  return path.includes('=') ? '; a second assignment needs its own --set' : '';
}

function kindOf(path: string): string {
  return extname(path).toLowerCase() === '.json' ? 'JSON' : 'YAML';
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
