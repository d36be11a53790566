// The page around the element: its language, and the reference that is read from custom-elements.json.

const PAGE = {
  en: {
    title: 'gd-trainer',
    description: 'Watch gradient descent fit a linear regression, with every number in it',
    other: '中文',
  },
  'zh-CN': {
    title: 'gd-trainer：看梯度下降怎样拟合一条直线',
    description: '看梯度下降怎样做线性回归，每个数字都看得见',
    other: 'English',
  },
};
const CHOICE = 'gd-trainer-language';

/** The language the reader chose here before, else that of the browser. */
function languageOfReader() {
  const chosen = stored();
  return Object.hasOwn(PAGE, chosen) ? chosen : navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
}

// a browser may keep nothing for the page
function stored(choice) {
  try {
    if (choice) localStorage.setItem(CHOICE, choice);
    return localStorage.getItem(CHOICE) ?? '';
  } catch {
    return '';
  }
}

const button = document.querySelector('#language');
function speak(language) {
  const { title, description, other } = PAGE[language];
  document.documentElement.lang = language;
  document.title = title;
  document.querySelector('meta[name="description"]').content = description;
  button.textContent = other;
}
button.addEventListener('click', () => {
  const language = document.documentElement.lang === 'zh-CN' ? 'en' : 'zh-CN';
  stored(language);
  speak(language);
});
speak(languageOfReader());

// what waits until it is seen is there before anybody prints it
const onIdle = globalThis.requestIdleCallback ?? setTimeout;
function loadNext() {
  const waiting = document.querySelector('gd-trainer[loading="lazy"]');
  if (!waiting) return;
  waiting.setAttribute('loading', 'eager');
  onIdle(loadNext);
}
addEventListener('load', () => onIdle(loadNext));

const KINDS = [
  ['attributes', 'Attributes', '属性'],
  ['methods', 'Methods', '方法'],
  ['events', 'Events', '事件'],
  ['slots', 'Slots', '插槽'],
  ['cssParts', 'Parts', '部件（::part）'],
  ['cssProperties', 'Custom properties', '自定义属性（CSS）'],
];

const read = async (file) => (await fetch(file)).json();
const [{ modules }, chinese] = await Promise.all(['custom-elements.json', 'page.zh-CN.json'].map(read));
const element = modules
  .flatMap(({ declarations }) => declarations)
  .find(({ tagName }) => tagName === 'gd-trainer');
const lists = { ...element, methods: element.members.filter(({ kind }) => kind === 'method') };
document
  .querySelector('#reference')
  .append(
    ...KINDS.flatMap(([kind, ...titles]) => [
      inBoth('h3', ...titles),
      tableOf(lists[kind], kind === 'cssParts'),
    ]),
  );

function tableOf(entries, isParts) {
  const table = make('table');
  for (const { name, type, description } of entries) {
    const row = table.insertRow();
    const head = make('th');
    head.scope = 'row';
    head.append(make('code', name));
    row.append(head);
    // a part may have the name of an attribute
    const own = isParts ? chinese[`part ${name}`] : undefined;
    row.insertCell().append(told('en', description, type), told('zh-CN', own ?? chinese[name], type));
  }
  return table;
}

/** What an entry is, in a language, with its type. */
function told(lang, description, type) {
  const span = make('span');
  span.lang = lang;
  span.append(...withCode([description, plainType(type)].filter(Boolean).join(' · ')));
  return span;
}

// what stands between backticks is code
function withCode(text) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? make('code', part) : part));
}

// that a property may be missing goes without saying
function plainType(type) {
  return type?.text?.replace(' | undefined', '') ?? '';
}

/** An element with a text in either language, of which the page shows one. */
function inBoth(tag, english, chinese) {
  const node = make(tag);
  for (const [lang, text] of Object.entries({ en: english, 'zh-CN': chinese })) {
    const span = make('span', text);
    span.lang = lang;
    node.append(span);
  }
  return node;
}

function make(tag, text = '') {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}
