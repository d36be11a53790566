import type { TrainerState } from '@gd-trainer/sdk';
import { columnsOf, type Experiment, readExperiment } from '@gd-trainer/sdk/view';
import type { DataTable } from '../input/rows.ts';

/** The mark with which a link begins behind the #. */
const MARK = /^#gd1\./;

/** The experiment in the address of the page, if it is meant for this element: by its id, else for the first of the page. */
export async function linkedExperiment(element: HTMLElement): Promise<Experiment | undefined> {
  if (!MARK.test(location.hash)) return undefined;
  const experiment = await readExperiment(location.hash);
  const owner =
    experiment.place === undefined
      ? document.querySelector(element.localName)
      : document.getElementById(experiment.place);
  return owner === element ? experiment : undefined;
}

/** The rows that travelled with a state; undefined if they stayed where they were. */
export function tableOfState(state: TrainerState): DataTable | undefined {
  const table = columnsOf(state);
  return table && { source: table.columns, names: table.names, numeric: table.names };
}

/** The address of this page with an experiment behind it. */
export function addressOf(link: string): string {
  const address = new URL(location.href);
  address.hash = link;
  return address.href;
}
