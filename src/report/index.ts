/** Reports of a run: HTML, Markdown, JSON, CSV, the terminal's table. @module */
export { renderComparisonTable } from './comparison-table.ts';
export { decisionsCsv } from './decisions-csv.ts';
export { episodesCsv } from './episodes-csv.ts';
export { renderBandWidth } from './policy/band-width-picture.ts';
export { type LearningCurveOptions, renderLearningCurve } from './policy/learning-curve.ts';
export { policyMapCsv } from './policy/policy-map-csv.ts';
export { renderPolicyMap } from './policy/policy-map-picture.ts';
export { type TrainingCurve, trainingCsv } from './policy/training-csv.ts';
export { renderDetectorComparison } from './regimes/comparison-table.ts';
export { renderReportHtml } from './report-html.ts';
export { renderReportMarkdown } from './report-markdown.ts';
export * from './results-frame.ts';
export { renderResultsJson } from './results-json.ts';
export { writeReport } from './write-report.ts';
