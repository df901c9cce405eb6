/** One line that is written over while work goes on; where nobody looks on, only lines that are kept. */
export function createProgressLine(stream) {
  const columns = () => Math.max(20, (stream.columns ?? 80) - 1);
  const clear = () => {
    if (stream.isTTY) stream.write('\r\u001b[K');
  };
  return {
    show(text) {
      if (stream.isTTY) stream.write(`\r\u001b[K${text.slice(0, columns())}`);
    },
    keep(text) {
      clear();
      stream.write(`${text}\n`);
    },
    clear,
  };
}
