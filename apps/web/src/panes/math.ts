import { html, mathml, type TemplateResult } from 'lit';

/** A fragment of an equation. */
export type MathPart = ReturnType<typeof mathml>;

/** An equation, drawn by the browser itself. */
export const math = (...terms: readonly MathPart[]): TemplateResult => html`<math>${terms}</math>`;

/** A part that lights up with all that means the same. */
export const linked = (link: string, part: MathPart): MathPart =>
  mathml`<mrow data-link=${link}>${part}</mrow>`;

export const letter = (name: string): MathPart => mathml`<mi>${name}</mi>`;
/** The name of a term. */
export const text = (name: string): MathPart => mathml`<mtext>${name}</mtext>`;
/** Between two terms, also where a line begins with it: the browser would take it for a prefix there. */
export const sign = (text: string): MathPart => mathml`<mo form="infix">${text}</mo>`;
export const negative = (): MathPart => mathml`<mo form="prefix">−</mo>`;
export const hat = (name: string): MathPart =>
  mathml`<mover accent="true"><mi>${name}</mi><mo>^</mo></mover>`;
const tilde = (name: string): MathPart => mathml`<mover accent="true"><mi>${name}</mi><mo>~</mo></mover>`;
/** A name with an index: a number counts from 0, as arrays do, and is shown from 1. */
export const index = (base: MathPart, j: number | string): MathPart =>
  typeof j === 'string'
    ? mathml`<msub>${base}<mi>${j}</mi></msub>`
    : mathml`<msub>${base}<mn>${j + 1}</mn></msub>`;

/** A parameter; with a tilde where it is not in data units. */
export const parameter = (name: 'w' | 'b', isScaled: boolean): MathPart =>
  isScaled ? tilde(name) : letter(name);

/** ∂a/∂b */
export const partial = (of: MathPart, by: MathPart): MathPart =>
  mathml`<mfrac><mrow><mo form="prefix">∂</mo>${of}</mrow><mrow><mo form="prefix">∂</mo>${by}</mrow></mfrac>`;

export const fraction = (over: MathPart, under: MathPart): MathPart => mathml`<mfrac>${over}${under}</mfrac>`;

/** A number as it stands alone. */
export const number = (text: string): MathPart => mathml`<mn>${text}</mn>`;

/** A number as a factor or a summand: in parentheses if it is negative. */
export const factor = (text: string): MathPart =>
  text.startsWith('−')
    ? mathml`<mrow><mo stretchy="false">(</mo><mn>${text}</mn><mo stretchy="false">)</mo></mrow>`
    : number(text);

export const parens = (...terms: readonly MathPart[]): MathPart =>
  mathml`<mrow><mo stretchy="false">(</mo>${terms}<mo stretchy="false">)</mo></mrow>`;

export const squared = (base: MathPart): MathPart => mathml`<msup>${base}<mn>2</mn></msup>`;
