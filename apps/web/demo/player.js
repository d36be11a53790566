// One trainer that fills the page, for frames: its attributes come by the query, its run by the link behind the #.
// player.html?src=penguins.csv&target=body_mass_g&panes=loss&task=Will+it+converge%3F&answer=converged:Yes&answer=diverged:No

const query = new URLSearchParams(location.search);
const { observedAttributes } = await customElements.whenDefined('gd-trainer');

const sheet = new CSSStyleSheet();
sheet.replaceSync(':root { color-scheme: light dark } body { margin: 0 }');
document.adoptedStyleSheets = [sheet];

const trainer = document.createElement('gd-trainer');
for (const name of observedAttributes) {
  if (query.has(name)) trainer.setAttribute(name, query.get(name));
}
document.documentElement.lang = query.get('lang') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
if (query.has('task')) trainer.append(question(query.get('task'), query.getAll('answer')));

/** A question with a button an answer, each written as `value:label`. */
function question(text, answers) {
  const form = document.createElement('form');
  form.slot = 'task';
  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  const buttons = answers.map((answer) => {
    const [value, label = value] = answer.split(/:(.*)/s);
    const button = document.createElement('button');
    Object.assign(button, { name: 'answer', value, textContent: label });
    return button;
  });
  form.append(paragraph, ...buttons);
  return form;
}

// Only the page that has the frame is told, by the origin that the browser names; where it names none nobody is.
const origin = document.referrer === '' ? undefined : new URL(document.referrer).origin;
function tell(type, detail) {
  if (origin !== undefined && parent !== window)
    parent.postMessage({ from: 'gd-trainer', type, detail }, origin);
}

for (const type of ['gd-ready', 'gd-step', 'gd-converged', 'gd-diverged', 'gd-change', 'gd-answer']) {
  trainer.addEventListener(type, ({ detail }) => tell(type, detail));
}
trainer.addEventListener('gd-error', ({ detail: { code, message, hint } }) =>
  tell('gd-error', { code, message, hint }),
);
new ResizeObserver(() => tell('height', Math.ceil(trainer.getBoundingClientRect().height))).observe(trainer);
document.body.append(trainer);
