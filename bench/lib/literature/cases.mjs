import { caoCases } from './cao.mjs';

/** All problems of the literature, in the order of the page. */
export const literatureCases = [...caoCases];
