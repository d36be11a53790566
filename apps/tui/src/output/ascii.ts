// Signs of mathematics in ASCII, for terminals that have no others, or draw them two columns wide.

const SIGNS: Readonly<Record<string, string>> = {
  ...{
    ŷ: 'y^',
    '∂': 'd',
    '∇': 'grad ',
    '‖': '|',
    α: 'a',
    β: 'b',
    Δ: 'D',
    ε: 'eps',
    θ: 'theta',
    κ: 'k',
    λ: 'l',
    μ: 'mu',
    σ: 's',
  },
  ...{
    '−': '-',
    '×': 'x',
    '·': '*',
    '÷': '/',
    '½': '1/2',
    '√': 'sqrt',
    ᵗ: '^t',
    '²': '^2',
    '³': '^3',
    '±': '+-',
    '≤': '<=',
    '≥': '>=',
    '≈': '~',
  },
  ...{
    '→': '->',
    '←': '<-',
    '↑': '^',
    '↓': 'v',
    '⇧': '^',
    '⇥': '>',
    '␣': '_',
    '◇': 'V',
    '–': '-',
    '…': '~',
    '∞': 'inf',
  },
  ...Object.fromEntries(Array.from('₀₁₂₃₄₅₆₇₈₉', (digit, value) => [digit, String(value)])),
};

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** A power of ten, a mark between blanks, a sign, and room. */
const PIECE = new RegExp(
  `×10⁻?[${SUPERSCRIPTS}]+|10⁻?[${SUPERSCRIPTS}]+| · |[${Object.keys(SIGNS).join('')}]| {2,}|[^]`,
  'gu',
);

/** A piece in ASCII; a point between blanks is a product in a formula, and parts words elsewhere. */
function spelled(piece: string, isFormula: boolean): string {
  const [, , power] = /^(×)?10(⁻?[⁰¹²³⁴-⁹]+)$/.exec(piece) ?? [];
  if (power === undefined) return piece === ' · ' ? (isFormula ? ' * ' : ' - ') : (SIGNS[piece] ?? piece);
  const digits = power.replace(/[⁰¹²³⁴-⁹]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)));
  return `${piece.startsWith('×') ? '' : '1'}e${digits.replace('⁻', '-')}`;
}

/**
 * A line in ASCII, Chinese aside, of the same width: what grows takes its room from the next blanks, or from those before it
 * where none follow; what shrinks leaves it there.
 */
export function asciiLine(line: string): string {
  let owed = 0;
  const told = spelledPieces(line).map(({ piece, ascii }) => {
    if (!/^ {2,}$/.test(piece)) {
      owed += ascii.length - piece.length;
      return ascii;
    }
    const room = Math.max(1, piece.length - owed);
    owed -= piece.length - room;
    return ' '.repeat(room);
  });
  return shorter(told.join(''), owed);
}

/** A text in ASCII, Chinese aside, as wide as it gets: before it is broken into lines. */
export const asciiText = (text: string): string =>
  spelledPieces(text)
    .map(({ piece, ascii }) => (piece === '…' ? '...' : ascii))
    .join('');

function spelledPieces(line: string): { readonly piece: string; readonly ascii: string }[] {
  // from its = or ← on, up to the next gap or frame
  let isFormula = false;
  return (line.match(PIECE) ?? []).map((piece) => {
    if (/^(?:=|←)$/.test(piece)) isFormula = true;
    else if (/^(?: {2,}|│)$/.test(piece)) isFormula = false;
    return { piece, ascii: spelled(piece, isFormula) };
  });
}

/** The line less so many of its blanks, from the right: of two in a row, else of one beside a sign. */
function shorter(line: string, columns: number): string {
  const at = Math.max(line.lastIndexOf('  '), 0) || line.lastIndexOf(' ->');
  return columns <= 0 || at <= 0 ? line : shorter(line.slice(0, at) + line.slice(at + 1), columns - 1);
}
