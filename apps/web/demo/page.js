// The page around the element: its language, and the reference that is read from custom-elements.json.

const button = document.querySelector('#language');
button.addEventListener('click', () => {
  const isChinese = document.documentElement.lang === 'zh-CN';
  document.documentElement.lang = isChinese ? 'en' : 'zh-CN';
  button.textContent = isChinese ? '中文' : 'English';
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
    row.insertCell().textContent = [description, plainType(type)].filter(Boolean).join(' · ');
  }
  return table;
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
