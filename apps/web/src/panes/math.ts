import { html, mathml, type TemplateResult } from 'lit';

/** A fragment of an equation. */
export type Term = ReturnType<typeof mathml>;

/** An equation, drawn by the browser itself. */
export const math = (...terms: readonly Term[]): TemplateResult => html`<math>${terms}</math>`;

export const letter = (name: string): Term => mathml`<mi>${name}</mi>`;
/** Between two terms, also where a line begins with it: the browser would take it for a prefix there. */
export const sign = (text: string): Term => mathml`<mo form="infix">${text}</mo>`;
export const negative = (): Term => mathml`<mo form="prefix">−</mo>`;
export const hat = (name: string): Term => mathml`<mover accent="true"><mi>${name}</mi><mo>^</mo></mover>`;
const tilde = (name: string): Term => mathml`<mover accent="true"><mi>${name}</mi><mo>~</mo></mover>`;
/** A name with an index: a number counts from 0, as arrays do, and is shown from 1. */
export const index = (base: Term, j: number | string): Term =>
  typeof j === 'string'
    ? mathml`<msub>${base}<mi>${j}</mi></msub>`
    : mathml`<msub>${base}<mn>${j + 1}</mn></msub>`;

/** A parameter; with a tilde where it is not in data units. */
export const parameter = (name: 'w' | 'b', isScaled: boolean): Term =>
  isScaled ? tilde(name) : letter(name);

/** ∂a/∂b */
export const partial = (of: Term, by: Term): Term =>
  mathml`<mfrac><mrow><mo form="prefix">∂</mo>${of}</mrow><mrow><mo form="prefix">∂</mo>${by}</mrow></mfrac>`;

export const fraction = (over: Term, under: Term): Term => mathml`<mfrac>${over}${under}</mfrac>`;

/** A number as it stands alone. */
export const number = (text: string): Term => mathml`<mn>${text}</mn>`;

/** A number as a factor or a summand: in parentheses if it is negative. */
export const factor = (text: string): Term =>
  text.startsWith('−')
    ? mathml`<mrow><mo stretchy="false">(</mo><mn>${text}</mn><mo stretchy="false">)</mo></mrow>`
    : number(text);

export const parens = (...terms: readonly Term[]): Term =>
  mathml`<mrow><mo stretchy="false">(</mo>${terms}<mo stretchy="false">)</mo></mrow>`;

export const squared = (...terms: readonly Term[]): Term =>
  mathml`<msup>${parens(...terms)}<mn>2</mn></msup>`;
