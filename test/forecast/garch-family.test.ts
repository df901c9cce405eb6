import { createEgarchForecaster } from '../../src/forecast/egarch.ts';
import { createGarchForecaster } from '../../src/forecast/garch.ts';
import { createGjrForecaster } from '../../src/forecast/gjr.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';

describeVolatilityForecaster('garch', () => createGarchForecaster(), { random: false });
describeVolatilityForecaster('garch', () => createGarchForecaster({ law: 'student-t' }), { random: false });
describeVolatilityForecaster('gjr', () => createGjrForecaster(), { random: false });
describeVolatilityForecaster('egarch', () => createEgarchForecaster(), { random: false });
