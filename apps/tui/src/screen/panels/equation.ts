import { fitNumber, formatExponent, formatFixed, type Session } from '@gd-trainer/sdk/view';
import { cut } from '../../output/wrapping.ts';
import { WORDS } from '../../words/words.ts';
import type { ScreenState } from '../state.ts';
import { type Line, lineWidth, plain } from './lines.ts';

/** Run whose equation is written, and the characters and words for it. */
interface EquationSource {
  readonly session: Session;
  readonly screen: ScreenState;
}

/** Columns that a name keeps as the window gets narrower. */
const NAME_WIDTHS = [Infinity, 24, 16, 12, 9, 7] as const;
/** And where not all terms fit: room to tell those that do apart. */
const NAME_WIDTH = 12;

/** ŷ in data units, each number as wide as it will be at the end; names are cut, then terms left out, to let the bias in. */
export function equation(view: EquationSource, columns: number): Line {
  const { length } = view.session.trainer.features;
  for (const nameWidth of NAME_WIDTHS) {
    const line = equationOf(view, nameWidth, length);
    if (lineWidth(line) <= columns) return line;
  }
  for (let terms = length - 1; terms > 0; terms--) {
    const line = equationOf(view, NAME_WIDTH, terms);
    if (lineWidth(line) <= columns) return line;
  }
  const [least, shortest] = [7, 4];
  const [target, ...rest] = equationOf(view, least, 1);
  const line = lineWidth([target!, ...rest]) <= columns ? [target!, ...rest] : rest;
  return lineWidth(line) <= columns ? line : equationOf(view, shortest, 1, SHORT_NUMBER).slice(1);
}

/** Columns of a number where its digits have no room. */
const SHORT_NUMBER = 8;

/** The same with all of its names and terms, whole. */
export function equationText(view: EquationSource): string {
  const line = equationOf(view, Infinity, view.session.trainer.features.length);
  // numbers are padded, so that nothing beside them jumps
  return line.map(([style, text]) => (style === 'model' ? text.trim() : text)).join('');
}

function equationOf(
  { session, screen }: EquationSource,
  nameWidth: number,
  terms: number,
  numberWidth = Infinity,
): Line {
  const { snapshot, trainer, surface } = session;
  const ascii = screen.charset === 'ascii';
  const term = (value: number, final: number): string => {
    const text = steady(Math.abs(value), final);
    return text.length <= numberWidth ? text : fitNumber(Math.abs(value), 4, numberWidth);
  };
  const { features, target } = trainer;
  const { weights: finals, bias: finalBias } = surface.optimum;
  const minus = ascii ? '-' : '−';
  const weights = features.slice(0, terms).flatMap((name, j): Line => {
    const weight = snapshot.weights[j]!;
    const sign = weight < 0 ? minus : j === 0 ? '' : '+';
    return [
      plain(j === 0 ? sign : ` ${sign} `),
      ['model', term(weight, finals[j]!)],
      plain(`${ascii ? '*' : '·'}${cut(name, nameWidth)}`),
    ];
  });
  const hidden = features.length - terms;
  const rest: Line = hidden > 0 ? [['label', ` + ${WORDS[screen.language].moreTerms(String(hidden))}`]] : [];
  const { bias } = snapshot;
  return [
    plain(`${cut(target, nameWidth)}: `),
    plain(`${ascii ? 'y^' : 'ŷ'} = `),
    ...weights,
    ...rest,
    ...(trainer.options.intercept
      ? [plain(` ${bias < 0 ? minus : '+'} `), ['model', term(bias, finalBias)] as const]
      : []),
  ];
}

/** Decimals and width follow the number's final size, so that nothing beside it jumps. */
function steady(value: number, final: number): string {
  const size = Math.max(Math.abs(final), 1e-12);
  const decimals = Math.min(12, Math.max(0, 3 - Math.floor(Math.log10(size) + 1e-6)));
  const text = value >= 1e8 ? formatExponent(value, 4) : formatFixed(value, decimals);
  return text.padStart(formatFixed(size, decimals).length);
}
