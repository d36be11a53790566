import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Size, UNMEASURED } from '../charts/marks.ts';

/** Sizes of the boxes marked `data-plot`, in pixels: charts are drawn to size, so that text keeps its own. */
export class PlotSizes implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  readonly #sizes = new Map<string, Size>();
  #observer: ResizeObserver | undefined;

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }) {
    this.#host = host;
    host.addController(this);
  }

  of(name: string): Size {
    return this.#sizes.get(name) ?? UNMEASURED;
  }

  hostConnected(): void {
    this.#observer = new ResizeObserver((entries) => this.#take(entries));
  }

  hostUpdated(): void {
    for (const plot of this.#host.renderRoot.querySelectorAll('[data-plot]')) this.#observer?.observe(plot);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  /** Measures all boxes at once, where nobody can wait for the observer. */
  measure(): void {
    const plots = [...this.#host.renderRoot.querySelectorAll('[data-plot]')];
    this.#take(plots.map((target) => ({ target, contentRect: target.getBoundingClientRect() })));
  }

  #take(entries: readonly Pick<ResizeObserverEntry, 'target' | 'contentRect'>[]): void {
    for (const { target, contentRect } of entries) {
      const { width, height } = contentRect;
      // a pane that isn't shown has no size, and keeps the one it had
      if (width > 0) this.#sizes.set((target as HTMLElement).dataset.plot!, { width, height });
    }
    this.#host.requestUpdate();
  }
}
