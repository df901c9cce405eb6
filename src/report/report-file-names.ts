/** Files of a report, the page first. */
export const reportFileNames = ['report.html', 'report.md', 'results.json', 'episodes.csv', 'decisions.csv'] as const;

export type ReportFileName = (typeof reportFileNames)[number];
