import { cleanText } from '../output/clean-text.ts';
import type { Paint, Tone } from '../plots/canvas.ts';
import type { Theme } from './state.ts';

const RESET = '\u001b[0m';

// 256-colour codes of one blue for the model and one vermilion for error, each at least 4.5:1 on its ground
const CODES: Readonly<Record<'dark' | 'light', Readonly<Record<Tone, string>>>> = {
  dark: {
    plain: '',
    model: '38;5;75',
    error: '38;5;209',
    past: '38;5;250',
    predicted: '38;5;110',
    optimum: '38;5;114',
    grid: '38;5;242',
    label: '38;5;246',
    strong: '1',
    level1: '38;5;75',
    level2: '38;5;209',
    level3: '38;5;114',
    level4: '38;5;177',
    level5: '38;5;221',
    level6: '38;5;250',
  },
  light: {
    plain: '',
    model: '38;5;25',
    error: '38;5;130',
    past: '38;5;238',
    predicted: '38;5;61',
    optimum: '38;5;22',
    grid: '38;5;248',
    label: '38;5;241',
    strong: '1',
    level1: '38;5;25',
    level2: '38;5;130',
    level3: '38;5;22',
    level4: '38;5;90',
    level5: '38;5;58',
    level6: '38;5;238',
  },
};

/** Text in the colours of a theme, with nothing in it that acts on a terminal; without colour only weight is left. */
export function paintOf(theme: Theme): Paint {
  return (tone, given) => {
    const text = cleanText(given);
    const code = theme === 'none' ? (tone === 'strong' ? '1' : '') : CODES[theme][tone];
    return code === '' ? text : `\u001b[${code}m${text}${RESET}`;
  };
}

/** The theme to begin with: what was asked for, else what the terminal says of its background. */
export function initialTheme(
  asked: { readonly theme?: string | undefined; readonly color?: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Theme {
  const noColour = env.NO_COLOR !== undefined && env.NO_COLOR !== '';
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0';
  if (asked.color === 'never' || (asked.color !== 'always' && noColour && !forced)) return 'none';
  if (asked.theme === 'dark' || asked.theme === 'light') return asked.theme;
  // COLORFGBG is "foreground;background"; 7 and 15 are the light backgrounds
  return /;(7|15)$/.test(env.COLORFGBG ?? '') ? 'light' : 'dark';
}
