import { paletteDeclarations } from './palette.ts';

const lightPage = `--page:#fdfdfc;--text:#1c2024;--muted:#5d656e;--faint:#b4bac1;--line:#dcdfe3;--raised:#f3f4f2;--accent:#0a5fa8;--better:#2f86d1;--worse:#e08a1e;--caution:#f8efd6;`;
const darkPage = `--page:#14171b;--text:#e4e7ea;--muted:#9ba4ae;--faint:#596069;--line:#2f353c;--raised:#1c2026;--accent:#7db9f5;--better:#3f8fdb;--worse:#d98a2b;--caution:#33290f;`;

/** The style sheet of the page: light or dark as the reader's system is, and light on paper. */
export function reportStyle(): string {
  const light = `:root{color-scheme:light;${lightPage}${paletteDeclarations('light')}}`;
  const dark = `:root{color-scheme:dark;${darkPage}${paletteDeclarations('dark')}}`;
  return `${light}
@media screen and (prefers-color-scheme:dark){${dark}}
${layout}`;
}

const layout = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,nav,main,footer{max-width:1120px;margin:0 auto;padding:0 24px}
header{padding-top:44px}
h1{font-size:clamp(1.7rem,4vw,2.4rem);line-height:1.15;letter-spacing:-.02em;margin:0 0 .3em;text-wrap:balance}
header p{color:var(--muted);margin:0;max-width:46em}
nav ul{display:flex;flex-wrap:wrap;gap:2px 18px;list-style:none;margin:22px 0 0;padding:10px 0;border:solid var(--line);border-width:1px 0;font-size:.875rem}
a{color:var(--accent);text-decoration:none}
a:hover,a:focus-visible{text-decoration:underline}
nav a{display:inline-block;padding:3px 0}
section{margin:44px 0 0;scroll-margin-top:12px}
h2{font-size:1.35rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 .7em}
h3{font-size:1rem;margin:0 0 .5em}
p{margin:0 0 .8em}
.verdict{max-width:46em}
.verdict .lead{font-size:1.2rem;line-height:1.4;font-weight:600}
.note,figcaption{color:var(--muted);font-size:.875rem;line-height:1.5;max-width:62em}
.note{margin:.8em 0 0}
.note.before{margin:0 0 1.2em}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:14px 32px;margin:22px 0;font-size:.925rem}
.facts dt,.terms dt{color:var(--muted);font-size:.8rem}
.facts dd,.terms dd{margin:0;overflow-wrap:anywhere}
.mono dd{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.8rem}
.terms{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,230px),1fr));gap:8px 24px;margin:14px 0 0;font-size:.825rem}
.terms dt{color:var(--text);font-weight:600}
.terms dd{color:var(--muted)}
.notices{background:var(--caution);border-radius:6px;padding:12px 18px;font-size:.925rem}
.notices p{margin:0 0 .3em}
.notices ul{margin:0;padding-left:1.2em}
.notices li{overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}
.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
table{border-collapse:separate;border-spacing:0;font-size:.875rem;font-variant-numeric:tabular-nums;line-height:1.35}
th,td{padding:7px 9px;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:baseline}
thead th{vertical-align:bottom;border-bottom:2px solid var(--line);font-weight:600}
tbody th{font-weight:500}
.wrap{white-space:normal;min-width:13em}
.text{text-align:left}
.number{text-align:right}
tr>:first-child{position:sticky;left:0;background:var(--page);padding-left:0}
.unit{display:block;color:var(--muted);font-weight:400;font-size:.75rem}
thead th,thead .unit{white-space:normal}
.nowrap{white-space:nowrap}
tr>:last-child{padding-right:2px}
strong{font-weight:700}
.swatch{display:inline-block;width:.72em;height:.72em;border-radius:3px;margin-right:.5em}
.standing-better::before{content:"▼ ";color:var(--better)}
.standing-worse::before{content:"▲ ";color:var(--worse)}
.shade-better{background:color-mix(in srgb,var(--better) var(--shade),transparent)}
.shade-worse{background:color-mix(in srgb,var(--worse) var(--shade),transparent)}
figure{margin:0 0 34px;min-width:0}
figure:last-child{margin-bottom:0}
figcaption{margin-top:8px}
.key{display:flex;flex-wrap:wrap;gap:2px 22px;list-style:none;margin:0 0 6px;padding:0;font-size:.875rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:28px 32px}
.pair figure{margin:0}
.plot{display:block;width:100%;height:auto;overflow:visible}
.plot text{white-space:pre}
.narrow{display:none}
pre{background:var(--raised);border-radius:6px;padding:12px 16px;overflow-x:auto;font-size:.8rem;line-height:1.5}
.command{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
details{margin-top:14px}
summary{cursor:pointer;font-weight:600}
footer{color:var(--muted);font-size:.825rem;padding-top:40px;padding-bottom:48px}
@media screen and (max-width:640px){
header,nav,main,footer{padding-left:17px;padding-right:17px}
header{padding-top:28px}
.wide{display:none}
.narrow{display:block}
.wrap{white-space:nowrap}
}
@media print{
@page{margin:14mm}
html{font-size:10pt}
.pair{grid-template-columns:1fr 1fr}
header,nav,main,footer{max-width:none;padding-left:0;padding-right:0}
nav{display:none}
section{margin-top:22pt}
figure,tr,.verdict,.facts{break-inside:avoid}
h2,h3{break-after:avoid}
.scroll{overflow:visible}
table{font-size:7.2pt}
th,td{padding:3px 4px}
.unit{font-size:6.4pt;white-space:normal}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`;
