import { PANES, type Pane } from '@gd-trainer/sdk/view';
import { type Choices, type PaneName, type Section, STANDING, type View } from '../view.ts';

const KNOWN: readonly string[] = [...PANES, ...STANDING];
const isPane = (name: Section): name is Pane => PANES.includes(name as Pane);

/** Sections that an author has asked for, or all panes, of which one stands in front until the reader wants them all. */
export function sectionsOf(
  asked: readonly PaneName[],
  { areAllShown }: Choices,
): Pick<View, 'sections' | 'panes' | 'hasFront' | 'isFront'> {
  const named = asked.filter((name): name is Section => KNOWN.includes(name));
  const sections = named.length > 0 ? named : PANES;
  const hasFront = named.length === 0 && !asked.includes('all');
  return { sections, panes: sections.filter(isPane), hasFront, isFront: hasFront && !areAllShown };
}
