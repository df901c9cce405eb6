import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/support/make-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'make-folder-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('makeFolder', () => {
  it('makes what is missing and can take it back', async () => {
    const folders = await makeFolder(join(root, 'a', 'b', 'c'));
    expect(folders.made).toEqual([join(root, 'a'), join(root, 'a', 'b'), join(root, 'a', 'b', 'c')]);
    expect(existsSync(join(root, 'a', 'b', 'c'))).toBe(true);
    await folders.undo();
    expect(existsSync(join(root, 'a'))).toBe(false);
  });

  it('leaves what is there, and folders that have come into use', async () => {
    expect((await makeFolder(root)).made).toEqual([]);
    const folders = await makeFolder(join(root, 'd', 'e'));
    writeFileSync(join(root, 'd', 'file'), '');
    await folders.undo();
    expect(existsSync(join(root, 'd', 'file'))).toBe(true);
    expect(existsSync(join(root, 'd', 'e'))).toBe(false);
  });

  it('shares the making with another call', async () => {
    const both = await Promise.all([makeFolder(join(root, 'g', 'h')), makeFolder(join(root, 'g', 'h'))]);
    expect(both.flatMap(({ made }) => made).sort()).toEqual([join(root, 'g'), join(root, 'g', 'h')]);
  });

  it('refuses a path that leads through a file or ends at one', async () => {
    writeFileSync(join(root, 'f'), '');
    await expect(makeFolder(join(root, 'f'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(makeFolder(join(root, 'f', 'g'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(makeFolder('/proc/regime-hedge/x')).rejects.toMatchObject({ code: expect.any(String) });
  });
});
