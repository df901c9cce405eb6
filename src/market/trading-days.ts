/** Trading days in a year: what annualises every volatility and turns days to expiry into years. */
export const tradingDaysPerYear = 252;
