import { buehlerCases } from './buehler.mjs';
import { buehlerSlopeCases } from './buehler-slope.mjs';
import { caoCases } from './cao.mjs';
import { generalisationCases } from './generalisation.mjs';
import { imakiCases } from './imaki.mjs';
import { roughCases } from './rough.mjs';

/** All problems of the literature, in the order of the page. */
export const literatureCases = [
  ...caoCases,
  ...buehlerCases,
  ...buehlerSlopeCases,
  ...imakiCases,
  ...roughCases,
  ...generalisationCases,
];
