import { buehlerCases } from './buehler.mjs';
import { buehlerChargedCases } from './buehler-charged.mjs';
import { buehlerSlopeCases } from './buehler-slope.mjs';
import { beyondCases, caoCases } from './cao.mjs';
import { generalisationCases } from './generalisation.mjs';
import { historyCases } from './history.mjs';
import { imakiCases } from './imaki.mjs';
import { roughCases } from './rough.mjs';

/** All problems of the literature, in the order of the page. */
export const literatureCases = [
  ...caoCases,
  ...beyondCases,
  ...buehlerCases,
  ...buehlerChargedCases,
  ...buehlerSlopeCases,
  ...imakiCases,
  ...roughCases,
  ...generalisationCases,
  ...historyCases,
];
