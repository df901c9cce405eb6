/** Text that is HTML already and is not escaped again. */
export interface Html {
  readonly html: string;
}

type HtmlPart = Html | string | number | null | readonly HtmlPart[];

/**
 * Template tag for HTML: values put into the template are escaped, unless they are `Html` themselves. Arrays are
 * joined, null leaves nothing.
 *
 * @example
 * html`<td>${'a < b'}</td>`.html; // '<td>a &lt; b</td>'
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  let text = strings[0];
  values.forEach((value, i) => {
    text += partText(value) + strings[i + 1];
  });
  return { html: text };
}

/** Marks text as HTML: for markup made elsewhere, such as a chart's SVG. */
export function rawHtml(text: string): Html {
  return { html: text };
}

/** Escapes text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function partText(value: HtmlPart): string {
  if (value === null) return '';
  if (typeof value === 'object') return 'html' in value ? value.html : value.map(partText).join('');
  return escapeHtml(String(value));
}
