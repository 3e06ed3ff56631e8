/** Styles of every page of the public side; served as /public.css because the pages' policy allows no inline style. */
export const PUBLIC_STYLESHEET = `
:root { color-scheme: light dark; --ink: #16201d; --ink-2: #45514d; --ink-3: #5c6863; --shell: #eef2ef; --sheet: #fff;
  --sunken: #f6f8f7; --line: #e0e5e2; --field: #7f8b86; --primary: #0b5c86; --primary-hover: #094d70; --on-primary: #fff;
  --seal: #c2361f; --ok: #0f6b4b; --ok-soft: #e3f3ea; --warn: #875000; --warn-soft: #fff3da; --bad: #b3261e; --bad-soft: #fdecea; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9efec; --ink-2: #b9c4bf; --ink-3: #97a39e; --shell: #121816; --sheet: #1a2220;
  --sunken: #161d1b; --line: #2c3633; --field: #74817b; --primary: #6db8dd; --primary-hover: #8ccaea; --on-primary: #10202a;
  --seal: #e0593f; --ok: #6cc79b; --ok-soft: #15322a; --warn: #e5b25a; --warn-soft: #362a12; --bad: #f08a82; --bad-soft: #3b1b18; } }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--shell); color: var(--ink); font: 15px/1.65 "Segoe UI", "Microsoft YaHei UI", "Microsoft YaHei",
  "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; font-variant-numeric: tabular-nums; }
a { color: var(--primary); text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 16px; top: 12px; background: var(--sheet); padding: 6px 12px; z-index: 1; }
.masthead { background: var(--sheet); border-bottom: 1px solid var(--line); }
.masthead a { display: flex; align-items: center; gap: 10px; max-width: 1160px; margin: 0 auto; padding: 14px 20px; font-size: 17px; font-weight: 600;
  color: var(--ink); text-decoration: none; }
.seal { display: inline-grid; place-items: center; width: 28px; height: 28px; border-radius: 6px; background: var(--seal); color: #fff; font-size: 16px; }
main { max-width: 1160px; margin: 0 auto; padding: 24px 20px 40px; }
footer { max-width: 1160px; margin: 0 auto; padding: 0 20px 32px; color: var(--ink-3); font-size: 13px; }
h1 { font-size: 24px; line-height: 1.35; font-weight: 600; margin: 0 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 17px; font-weight: 600; margin: 28px 0 10px; }
.lead { margin: 0 0 18px; color: var(--ink-2); }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 18px 20px; }
form.search { display: grid; grid-template-columns: 2fr 1fr 1.2fr auto; gap: 14px; align-items: end; }
label { display: block; font-size: 14px; color: var(--ink-2); margin-bottom: 4px; }
input, select { width: 100%; height: 40px; padding: 0 10px; font: inherit; color: var(--ink); background: var(--sheet); border: 1px solid var(--field); border-radius: 6px; }
button { height: 40px; padding: 0 22px; font: inherit; font-weight: 500; color: var(--on-primary); background: var(--primary); border: 0; border-radius: 6px; cursor: pointer; }
button:hover { background: var(--primary-hover); }
.count { color: var(--ink-2); margin: 18px 0 10px; }
table { width: 100%; border-collapse: collapse; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
caption { text-align: left; padding: 0 0 8px; color: var(--ink-2); font-size: 14px; }
th, td { text-align: left; padding: 10px 14px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
thead th { font-size: 13px; font-weight: 500; color: var(--ink-3); background: var(--sunken); white-space: nowrap; }
tbody tr:last-child td, tbody tr:last-child th { border-bottom: 0; }
tbody th { font-weight: 500; }
.code { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 24px; margin: 0; }
dt { color: var(--ink-3); }
dd { margin: 0; overflow-wrap: anywhere; }
.pages { display: flex; gap: 16px; align-items: center; margin-top: 16px; }
.verdict { border-radius: 8px; padding: 18px 20px; margin-bottom: 18px; border: 1px solid currentColor; }
.verdict h1 { margin: 0 0 4px; font-size: 22px; }
.verdict p { margin: 0; color: var(--ink); }
.verdict.ok { color: var(--ok); background: var(--ok-soft); }
.verdict.warn { color: var(--warn); background: var(--warn-soft); }
.verdict.bad { color: var(--bad); background: var(--bad-soft); }
@media (max-width: 720px) {
  body { font-size: 16px; }
  form.search { grid-template-columns: 1fr; }
  button { width: 100%; height: 44px; }
  input, select { height: 44px; font-size: 16px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 10px; }
  dl.compact { grid-template-columns: max-content 1fr; gap: 8px 16px; }
  dl.compact dd { margin: 0; }
  table, tbody, tr, td, tbody th { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: 10px 0; border-bottom: 1px solid var(--line); }
  tbody tr:last-child { border-bottom: 0; }
  tbody td, tbody th { border: 0; padding: 2px 14px; }
  td[data-name]::before { content: attr(data-name) "："; color: var(--ink-3); }
}
@media print { .masthead, footer, form, .pages, .skip { display: none; } body { background: #fff; } }
`
