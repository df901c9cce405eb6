# fGarch's side of `npm run bench -- garch`: fits the numbers of a file, one a line, so many times.
# Rscript garch_peer.R FILE LAW STEPS; a line of JSON with the milliseconds of each fit, the first of them cold.
if (!requireNamespace("fGarch", quietly = TRUE)) {
  cat('{"missing": "the R package fGarch"}\n')
  quit()
}
suppressMessages(library(fGarch))
arguments <- commandArgs(trailingOnly = TRUE)
values <- scan(arguments[1], quiet = TRUE)
milliseconds <- c()
for (step in seq_len(as.integer(arguments[3]))) {
  elapsed <- system.time(
    fit <- suppressWarnings(garchFit(~ garch(1, 1), data = values, cond.dist = arguments[2], trace = FALSE)),
    gcFirst = FALSE
  )["elapsed"]
  milliseconds <- c(milliseconds, 1000 * elapsed)
}
cat(sprintf(
  '{"version": "%s", "logLikelihood": %.8f, "milliseconds": [%s]}\n',
  packageVersion("fGarch"), -fit@fit$llh, paste(milliseconds, collapse = ", ")
))
