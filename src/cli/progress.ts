import cliProgress from 'cli-progress';
import type { Progress, ProgressListener } from '../support/long-call.ts';
import type { CliStream } from './dependencies.ts';
import { formatDuration } from './format-duration.ts';

/** Shows how far a long call has come. */
export interface ProgressDisplay {
  readonly onProgress: ProgressListener;
  /** Clears the live line, so that what follows starts on a line of its own. */
  stop(): void;
}

export interface ProgressDisplayOptions {
  readonly stream: CliStream;
  readonly quiet: boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Shows nothing of calls that take less; 0 by default. */
  readonly secondsBefore?: number;
}

const secondsBetweenLines = 5;
/** Before this, the pace says too little about the rest. */
const secondsBeforeEstimate = 3;

/** Nothing when quiet, a live line on a terminal, plain lines without control codes anywhere else. */
export function createProgressDisplay({
  stream,
  quiet,
  now,
  secondsBefore = 0,
}: ProgressDisplayOptions): ProgressDisplay {
  if (quiet) return { onProgress: () => {}, stop: () => {} };
  const estimate = createEstimate(now);
  const { onProgress, stop } = stream.isTTY ? liveLine(stream, estimate) : plainLines(stream, estimate, now);
  const startedAt = now();
  return {
    onProgress(progress) {
      if (now() - startedAt >= secondsBefore * 1000) onProgress(progress);
      // The pace counts from the first report, shown or not.
      else estimate(progress);
    },
    stop,
  };
}

function liveLine(stream: CliStream, estimate: (progress: Progress) => string): ProgressDisplay {
  // A narrow terminal cuts the end of a line: of the label, not of the time that is left.
  const bar = new cliProgress.SingleBar(
    { stream, format: '{bar} {share} %{left}  {label}', clearOnComplete: true, hideCursor: null, barsize: 24 },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  return {
    onProgress(progress) {
      const payload = { share: percent(progress), label: progress.label, left: estimate(progress) };
      if (!started) bar.start(progress.total, progress.done, payload);
      started = true;
      bar.setTotal(progress.total);
      bar.update(progress.done, payload);
    },
    stop() {
      if (started) bar.stop();
    },
  };
}

/** A line for every stage on its first day, and otherwise not more than one every few seconds. */
function plainLines(stream: CliStream, estimate: (progress: Progress) => string, now: () => number): ProgressDisplay {
  const announced = new Set<string>();
  let lastLineAt = Number.NEGATIVE_INFINITY;
  return {
    onProgress(progress) {
      const left = estimate(progress);
      const stage = stageOf(progress.label);
      if (announced.has(stage) && now() - lastLineAt < secondsBetweenLines * 1000) return;
      announced.add(stage);
      lastLineAt = now();
      stream.write(`${percent(progress).padStart(3)} %  ${progress.label}${left}\n`);
    },
    stop() {},
  };
}

function createEstimate(now: () => number): (progress: Progress) => string {
  let startedAt: number | undefined;
  return ({ done, total, secondsLeft }) => {
    startedAt ??= now();
    const seconds = (now() - startedAt) / 1000;
    if (seconds < secondsBeforeEstimate || done <= 0 || done >= total) return '';
    // A call that goes on where another stopped knows its own pace.
    const left = secondsLeft ?? (seconds * (total - done)) / done;
    return `, about ${formatDuration(roundEstimate(left))} left`;
  };
}

/** An estimate is not worth its last digit. */
function roundEstimate(seconds: number): number {
  return seconds < 60 ? Math.ceil(seconds) : Math.ceil(seconds / 10) * 10;
}

/** 'fitting regimes 2008-01-02' and 'fitting regimes 2009-01-02' are one stage. */
function stageOf(label: string): string {
  return label.replace(/\d[\d\-/.]*/g, '').trim();
}

function percent({ done, total }: Progress): string {
  return String(Math.floor((100 * done) / Math.max(total, 1)));
}
