// The page around the element: its language, and the reference that is read from custom-elements.json.

const button = document.querySelector('#language');
button.addEventListener('click', () => {
  const isChinese = document.documentElement.lang === 'zh-CN';
  document.documentElement.lang = isChinese ? 'en' : 'zh-CN';
  button.textContent = isChinese ? '中文' : 'English';
});

// the reader's prediction beside what came of it
const ANSWERS = {
  right: { en: 'You said so, and so it went: ', 'zh-CN': '你猜对了：' },
  wrong: { en: 'You said otherwise, but it went so: ', 'zh-CN': '你猜的不是这样：' },
  converged: {
    en: '1.2 is below the limit 1.26, and each jump lands a little nearer.',
    'zh-CN': '1.2 低于上限 1.26，每次跳跃都离谷底更近一点。',
  },
  diverged: { en: 'it diverged.', 'zh-CN': '它发散了。' },
};
document.querySelector('#question').addEventListener('gd-answer', ({ detail: { prediction, outcome } }) => {
  const verdict = ANSWERS[prediction.guess === outcome.status ? 'right' : 'wrong'];
  const spans = ['en', 'zh-CN'].map((lang) => {
    const span = make('span', verdict[lang] + ANSWERS[outcome.status][lang]);
    span.lang = lang;
    return span;
  });
  document.querySelector('#answer').replaceChildren(...spans);
});

const KINDS = [
  ['attributes', 'Attributes'],
  ['methods', 'Methods'],
  ['events', 'Events'],
  ['slots', 'Slots'],
  ['cssParts', 'Parts'],
  ['cssProperties', 'Custom properties'],
];

const { modules } = await (await fetch('custom-elements.json')).json();
const element = modules
  .flatMap(({ declarations }) => declarations)
  .find(({ tagName }) => tagName === 'gd-trainer');
const lists = { ...element, methods: element.members.filter(({ kind }) => kind === 'method') };
document
  .querySelector('#reference')
  .append(...KINDS.flatMap(([kind, title]) => [make('h3', title), tableOf(lists[kind])]));

function tableOf(entries) {
  const table = make('table');
  for (const { name, type, description } of entries) {
    const row = table.insertRow();
    const head = make('th');
    head.scope = 'row';
    head.append(make('code', name));
    row.append(head);
    row.insertCell().append(...withCode([description, plainType(type)].filter(Boolean).join(' · ')));
  }
  return table;
}

// what stands between backticks is code
function withCode(text) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? make('code', part) : part));
}

// that a property may be missing goes without saying
function plainType(type) {
  return type?.text?.replace(' | undefined', '') ?? '';
}

function make(tag, text = '') {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}
