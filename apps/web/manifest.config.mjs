import { OPTIMIZERS } from '@gd-trainer/sdk';
import { OPTIONS, PANES } from '@gd-trainer/sdk/view';
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';
import { attributeOf, READING } from './src/element/attributes.ts';
import { en } from './src/words/en.ts';

const union = (values) => values.map((value) => `'${value}'`).join(' | ');
/** What the types of attributes stand for, where an editor shows no more than their names. */
const WRITTEN = [
  [' | readonly string[]', ''],
  // in an attribute a list is text
  [/readonly \w+\[\]/, 'string'],
  ['Optimizer', union(OPTIMIZERS)],
  ['Pane', union(PANES)],
  ['PaneName', union([...PANES, 'all'])],
  ['ElementStatus', union(Object.keys(en.status))],
  [' | Uint8Array | Source', ''],
  ['DecimalMark', "'.' | ','"],
];

const editor = {
  outdir: 'dist',
  exclude: ['TrainerProperties'],
  hideLogs: true,
  hideCssPropertiesDocs: true,
};

// custom-elements.json: what catalogues and the embedding page read about the element, and the same for editors.
export default {
  globs: ['src/element/properties.ts', 'src/element/element.ts', 'src/define.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [
    {
      name: 'options-are-attributes',
      moduleLinkPhase({ moduleDoc }) {
        for (const declaration of moduleDoc.declarations) addOptions(declaration);
      },
    },
    {
      name: 'public-only',
      packageLinkPhase({ customElementsManifest }) {
        for (const { declarations } of customElementsManifest.modules) {
          for (const declaration of declarations) keepPublic(declaration);
        }
      },
    },
    customElementVsCodePlugin(editor),
    customElementJetBrainsPlugin({ ...editor, packageJson: false }),
  ],
};

/** The attributes made from the sdk's table of options, which the analyzer cannot see. */
function addOptions({ name, members, attributes }) {
  if (name !== 'TrainerProperties') return;
  const isOption = ({ name }) => Object.hasOwn(OPTIONS, name) || Object.hasOwn(READING, name);
  for (const member of members.filter(isOption)) {
    const { attribute = member.name, reflect = false } = READING[member.name] ?? attributeOf(member.name);
    const { name: fieldName, type, description } = member;
    attributes.push({ name: attribute, type: { ...type }, description, fieldName });
    Object.assign(member, { attribute, reflects: reflect });
  }
  const place = ({ fieldName }) => members.findIndex((member) => member.name === fieldName);
  attributes.sort((a, b) => place(a) - place(b));
}

/** Leaves out what is private or Lit's alone, and the attributes that the analyzer makes of Lit's internal state. */
function keepPublic(declaration) {
  const isHidden = ({ name, privacy, static: isOfClass }) =>
    isOfClass || privacy === 'private' || privacy === 'protected' || name.startsWith('#');
  const hidden = new Set((declaration.members ?? []).filter(isHidden).map(({ name }) => name));
  if (declaration.members) declaration.members = declaration.members.filter(({ name }) => !hidden.has(name));
  if (declaration.attributes) {
    declaration.attributes = declaration.attributes.filter(
      ({ name, fieldName }) => !hidden.has(fieldName ?? name),
    );
    for (const { type } of declaration.attributes) {
      for (const [name, written] of type ? WRITTEN : []) type.text = type.text.replace(name, written);
    }
  }
}
