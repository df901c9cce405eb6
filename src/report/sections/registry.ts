import { byRegimeSection } from './by-regime.ts';
import { byYearSection } from './by-year.ts';
import { comparisonSection } from './comparison.ts';
import { costRiskSection } from './cost-risk.ts';
import { forecastsSection } from './forecasts.ts';
import { headlineSection } from './headline.ts';
import { manifestSection } from './manifest.ts';
import { objectiveForestSection } from './objective-forest.ts';
import { pnlDistributionsSection } from './pnl-distributions.ts';
import { priceRegimesSection } from './price-regimes.ts';
import { refitsSection } from './refits.ts';
import type { ReportSection } from './section.ts';

/** The sections of the HTML report, in reading order. */
export const reportSections: readonly ReportSection[] = [
  headlineSection,
  comparisonSection,
  objectiveForestSection,
  costRiskSection,
  pnlDistributionsSection,
  byYearSection,
  priceRegimesSection,
  byRegimeSection,
  forecastsSection,
  refitsSection,
  manifestSection,
];
