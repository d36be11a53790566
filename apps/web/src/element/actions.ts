import type { FitOptions } from '@gd-trainer/sdk';
import type { Actions, Choices, Shared } from '../view.ts';
import type { Player } from './player.ts';
import type { TrainerProperties } from './properties.ts';
import type { RunControl } from './run-control.ts';
import type { LossTone } from './sound.ts';

/** Methods of the element that its reader uses as its page does. */
interface Methods extends Pick<Actions, 'reset' | 'race' | 'seek'> {
  play(): void;
  pause(): void;
  step(): void;
}

/** Parts of the element that its reader acts on. */
interface Parts {
  readonly run: RunControl;
  readonly player: Player;
  readonly tone: LossTone;
  choose(choices: Partial<Choices>): void;
  change(settings: Partial<FitOptions>): void;
  share(kind: Shared): Promise<void>;
}

/** Acts of the reader on an element: by its methods, where it has one for that. */
export function actionsOf(
  element: TrainerProperties & Methods,
  { run, player, tone, choose, change, share }: Parts,
): Actions {
  return {
    togglePlay: () => (player.isPlaying ? element.pause() : element.play()),
    stepOnce: () => element.step(),
    back: () => {
      element.pause();
      run.move((session) => session.back());
    },
    seek: (epoch) => element.seek(epoch),
    reset: () => element.reset(),
    place: (state) => {
      element.pause();
      run.restart((session) => session.place(state));
    },
    pick: (sample) => {
      run.picture?.pick(sample);
      element.requestUpdate();
    },
    hold: (isHeld) => {
      run.picture?.hold(isHeld);
      element.requestUpdate();
    },
    chooseSpeed: (perSecond) => {
      element.speed = perSecond;
    },
    change,
    race: (contenders) => element.race(contenders),
    holdOut: (held) => {
      run.holdOut(held);
      choose({ copied: undefined });
    },
    edit: (change) => {
      run.edit(change);
      choose({ copied: undefined });
    },
    toggleSound: () => choose({ isAudible: tone.toggle() }),
    share: (kind) => {
      share(kind).catch((error: unknown) => run.fail(error));
    },
    choose,
  };
}
