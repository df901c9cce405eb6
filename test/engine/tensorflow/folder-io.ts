import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';

/** Reads a layers model from a folder, as the file handler of `@tensorflow/tfjs-node` does. */
export function loadingFrom(folder: string): io.IOHandler {
  return {
    async load() {
      const { modelTopology, weightsManifest, format, generatedBy } = JSON.parse(
        await readFile(join(folder, 'model.json'), 'utf8'),
      );
      const [{ paths, weights }] = weightsManifest as io.WeightsManifestConfig;
      const bytes = await readFile(join(folder, paths[0]));
      const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
      return { modelTopology, weightSpecs: weights, weightData, format, generatedBy };
    },
  };
}

/** Writes a layers model to a folder, as the file handler of `@tensorflow/tfjs-node` does. */
export function savingTo(folder: string): io.IOHandler {
  return {
    async save({ modelTopology, weightSpecs, weightData, format, generatedBy, convertedBy }) {
      await mkdir(folder, { recursive: true });
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const model = { modelTopology, weightsManifest, format, generatedBy, convertedBy };
      await writeFile(join(folder, 'model.json'), JSON.stringify(model));
      await writeFile(join(folder, 'weights.bin'), new Uint8Array(weightData as ArrayBuffer));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  };
}
