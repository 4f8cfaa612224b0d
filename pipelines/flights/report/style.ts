/** The page stands alone and may be opened in a sandbox: no script, no font, no request. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fbfbfa; --card: #fff; --ink: #1b1d22; --soft: #666c78; --line: #e6e7ea; --blue: #2f5fd8; --tint: #2f5fd81f; --amber: #d98a1f; --good: #1d7f4e; --bad: #b4412f; }
@media (prefers-color-scheme: dark) { :root { --paper: #131519; --card: #1a1d23; --ink: #e9ebef; --soft: #9aa1ae; --line: #2b2f37; --blue: #8aabff; --tint: #8aabff26; --amber: #e6a44a; --good: #62c795; --bad: #ec8a78; } }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 14px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums; padding: 40px 24px 56px; }
main { max-width: 928px; margin: 0 auto; display: grid; gap: 20px; }
.kicker { color: var(--soft); font-size: 12px; letter-spacing: .04em; }
h1 { font-size: 28px; line-height: 1.2; letter-spacing: -.02em; font-weight: 650; margin: 4px 0 10px; }
h2 { font-size: 14px; font-weight: 600; }
.lead { font-size: 16px; max-width: 68ch; }
.note, .card > p { color: var(--soft); font-size: 13px; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tile { padding: 16px 20px; } .tile + .tile { border-left: 1px solid var(--line); }
.tile span { color: var(--soft); font-size: 12px; display: block; }
.tile b { font-size: 26px; font-weight: 620; letter-spacing: -.02em; line-height: 1.3; }
.tile .good { color: var(--good); } .tile .bad { color: var(--bad); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; min-width: 0; }
.card svg { display: block; width: 100%; height: auto; margin-top: 12px; }
svg text { fill: var(--soft); font-size: 11px; }
.grid { stroke: var(--line); } .ideal { stroke: var(--soft); stroke-dasharray: 4 4; opacity: .7; }
.curve { stroke: var(--blue); stroke-width: 2; fill: none; stroke-linejoin: round; } .area { fill: var(--tint); }
.whisker { stroke: var(--blue); opacity: .55; stroke-width: 1.5; } .dot { fill: var(--blue); stroke: var(--card); stroke-width: 1.5; }
.bar rect { fill: var(--amber); opacity: .75; } .bar.few rect { opacity: .25; }
.legend { display: flex; gap: 16px; color: var(--soft); font-size: 12px; margin-top: 2px; } .legend i { display: inline-block; width: 12px; height: 3px; border-radius: 2px; background: var(--blue); vertical-align: middle; margin-right: 6px; } .legend i.seen { background: var(--amber); height: 10px; opacity: .75; }
table { border-collapse: collapse; width: 100%; margin-top: 8px; font-size: 13px; }
th { text-align: right; font-weight: 500; color: var(--soft); font-size: 12px; } th, td { padding: 6px 0 6px 16px; border-bottom: 1px solid var(--line); text-align: right; } tr:last-child td { border-bottom: 0; }
th:first-child, td:first-child { text-align: left; padding-left: 0; font-weight: 550; } td.meter { width: 34%; }
meter-bar { display: block; height: 8px; border-radius: 4px; background: linear-gradient(var(--amber) 0 0) 0 / var(--seen) 100% no-repeat, var(--line); position: relative; } meter-bar::after { content: ""; position: absolute; left: var(--predicted); top: -3px; width: 3px; height: 14px; margin-left: -1px; border-radius: 2px; background: var(--blue); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin-top: 8px; font-size: 13px; } dt { color: var(--soft); } dd { overflow-wrap: anywhere; margin: 0; }
@media (max-width: 720px) { body { padding: 24px 14px 40px; } .tiles, .pair { grid-template-columns: 1fr 1fr; } .pair { grid-template-columns: 1fr; } .tile:nth-child(3) { border-left: 0; } .tile:nth-child(n+3) { border-top: 1px solid var(--line); } td.meter, th.meter { display: none; } h1 { font-size: 23px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 6px; } }
@media print { body { padding: 0; } .card, .tiles { break-inside: avoid; } }
`;
