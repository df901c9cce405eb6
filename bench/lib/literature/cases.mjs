import { buehlerCases } from './buehler.mjs';
import { caoCases } from './cao.mjs';
import { imakiCases } from './imaki.mjs';
import { roughCases } from './rough.mjs';

/** All problems of the literature, in the order of the page. */
export const literatureCases = [...caoCases, ...buehlerCases, ...imakiCases, ...roughCases];
