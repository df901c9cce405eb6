import { readFileSync, writeFileSync } from 'node:fs';
import { hestonImpliedVols } from 'regime-hedge/contracts';
import { createGbm, createGjrGarch } from 'regime-hedge/simulate';

// Writes the samples of this folder: daily bars of an index, an exchange rate and an oil future, drawn from the
// project's own markets, and implied volatilities of one of its models. Every run writes the same bytes.
//   node examples/data/make-samples.mjs           writes the files
//   node examples/data/make-samples.mjs --check   ends with 1 where a file differs from what would be written

const days = 1700;
const movesPerDay = 26; // Quarters of an hour.

/** Monday to Friday, from a Monday on. */
const dates = Array.from({ length: days + 1 }, (_, day) => {
  const date = new Date(Date.UTC(2018, 0, 1 + 7 * Math.floor(day / 5) + (day % 5)));
  return date.toISOString().slice(0, 10);
});

/** Daily log returns of a GJR-GARCH market at a growth a day, with the volatility that each day was drawn at. */
function drawDays(parameters, name, growth = 0) {
  const market = createGjrGarch({ ...parameters, warmUpDays: 250 });
  const { spot, signals } = market.simulate({ paths: 1, steps: days, seed: 20, stream: [name] });
  return Array.from({ length: days }, (_, day) => ({
    move: growth + Math.log(spot[day + 1] / spot[day]),
    vol: Math.sqrt(signals.variance[day] / 252),
  }));
}

/** Courses within each day, as bridges from 0 to 0 at a volatility of 1 a day. */
function drawBridges(name) {
  const market = createGbm({ volAnnual: 1, daysPerYear: movesPerDay });
  const { spot } = market.simulate({ paths: days, steps: movesPerDay, seed: 20, stream: [name, 'intraday'] });
  const at = (day, k) => Math.log(spot[k * days + day] / 100);
  return Array.from({ length: days }, (_, day) =>
    Array.from({ length: movesPerDay + 1 }, (_, k) => at(day, k) - (k / movesPerDay) * at(day, movesPerDay)),
  );
}

/** Bars from each day's log move: the first quarter of an hour is the night before. */
function drawBars(from, drawn, name) {
  const bridges = drawBridges(name);
  let close = from;
  return drawn.map(({ move, vol }, day) => {
    const course = bridges[day].map((bridge, k) => close * Math.exp((k / movesPerDay) * move + vol * bridge)).slice(1);
    close = course.at(-1);
    return { open: course[0], high: Math.max(...course), low: Math.min(...course), close };
  });
}

function csv(bars, digits) {
  const rows = bars.map(({ open, high, low, close }, day) =>
    [dates[day + 1], ...[open, high, low, close].map((price) => price.toFixed(digits))].join(),
  );
  return `date,open,high,low,close\n${rows.join('\n')}\n`;
}

/** An index at 17 % a year, whose volatility rises after falls. */
const falls = { omega: 2.4e-6, alpha: 0.02, gamma: 0.13, beta: 0.89, degreesOfFreedom: 6 };
const index = drawDays(falls, 'equity', 0.0003);

/** Its half-spread, quoted on Mondays: wider when markets move more. */
const halfSpreads = index.flatMap(({ vol }, day) =>
  day % 5 === 4 || day === 0 ? [`${dates[day + 1]},${(0.8 + 120 * vol).toFixed(2)}`] : [],
);

/** An exchange rate at 8 % a year. */
const rate = drawDays({ omega: 3e-7, alpha: 0.04, gamma: 0, beta: 0.95, degreesOfFreedom: 8 }, 'franc');

/** An oil future that moves in money: the moves of a market at 38 % a year, times its usual price. */
const usualPrice = 48;
const oil = drawDays({ omega: 9e-6, alpha: 0.05, gamma: 0.06, beta: 0.9, degreesOfFreedom: 6 }, 'commodity');

/** Storage fills up: the price falls for weeks, and on one day sellers pay to be rid of oil, as on 2020-04-20. */
const glut = { from: 960, until: 1060, price: 15, worstDay: 1010, worstClose: -9.5, dayAfter: 9.8 };

function drawOil() {
  const bridges = drawBridges('commodity');
  let close = usualPrice;
  return oil.map(({ move, vol }, day) => {
    const from = close;
    const isGlut = day >= glut.from && day < glut.until;
    close += usualPrice * move + (isGlut ? 0.05 * (glut.price - close) : 0.01 * (usualPrice - close));
    if (day === glut.worstDay) close = glut.worstClose;
    if (day === glut.worstDay + 1) close = glut.dayAfter;
    const course = bridges[day]
      .map((bridge, k) => from + (k / movesPerDay) * (close - from) + usualPrice * vol * bridge)
      .slice(1);
    return { open: course[0], high: Math.max(...course), low: Math.min(...course), close };
  });
}

/** Implied volatilities of a Heston model, rounded as quotes are. */
function hestonQuotes() {
  const parameters = {
    initialVariance: 0.03,
    meanReversionAnnual: 2.2,
    longRunVariance: 0.045,
    volOfVol: 0.6,
    correlation: -0.65,
  };
  const moneyness = [0.85, 0.9, 0.95, 1, 1.05, 1.1];
  const lines = [1 / 12, 0.25, 0.5, 1].flatMap((years) => {
    const vols = hestonImpliedVols(moneyness.map(Math.log), years, parameters);
    return moneyness.map((strike, i) => [years.toFixed(4), strike, vols[i].toFixed(4), strike === 1 ? 2 : 1].join());
  });
  return `years,moneyness,impliedVol,weight\n${lines.join('\n')}\n`;
}

const files = {
  'equity.csv': csv(drawBars(2700, index, 'equity'), 2),
  'equity-half-spread.csv': `date,halfSpreadBps\n${halfSpreads.join('\n')}\n`,
  'fx.csv': csv(drawBars(1.12, rate, 'fx'), 5),
  'commodity.csv': csv(drawOil(), 2),
  'heston-quotes.csv': hestonQuotes(),
};

for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, import.meta.url);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    console.log(`${name}: ${text.length} bytes`);
  } else if (readFileSync(file, 'utf8') === text) {
    console.log(`${name}: as drawn`);
  } else {
    console.error(`${name}: differs from what the markets draw`);
    process.exitCode = 1;
  }
}
