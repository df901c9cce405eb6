/** A switcher's policies by regime, calm first: 'delta-band · deep · deep', or 'deep throughout'. */
export function assignmentText(assignment: readonly string[]): string {
  if (assignment.length === 0) return '–';
  return new Set(assignment).size === 1 ? `${assignment[0]} throughout` : assignment.join(' · ');
}
