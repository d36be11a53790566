import { afterEach, describe, expect, test } from 'vitest';
import { create, type GdTrainerElement, LINE, once, part, text } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

async function ask(attributes: Readonly<Record<string, string>> = {}): Promise<GdTrainerElement> {
  const element = create({ ...LINE, ...attributes });
  element.innerHTML = `<form slot="task"><p>Will it converge?</p>
    <input name="why"><button name="guess" value="yes">Yes</button><button name="guess" value="no">No</button></form>`;
  const ready = once(element, 'gd-ready');
  document.body.append(element);
  await ready;
  await element.updateComplete;
  return element;
}
const answer = (element: GdTrainerElement, value: string): void =>
  element.querySelector<HTMLButtonElement>(`button[value=${value}]`)!.click();

describe('a question', () => {
  test('keeps the future to itself until it is answered', async () => {
    const element = await ask({ speed: '1000' });
    expect(element.shadowRoot!.querySelector('[part=transport] button')).toBeNull();
    expect(element.shadowRoot!.querySelector('[part=learning-rate]')).toBeNull();
    expect(part(element, '[data-pane=loss] .predicted').getAttribute('d')).not.toContain('L');
    expect(text(element)).not.toMatch(/converge/);
    const answered = once(element, 'gd-answer');
    element.querySelector('input')!.value = 'below the limit';
    answer(element, 'yes');
    const { detail } = await answered;
    expect(detail.prediction).toEqual({ why: 'below the limit', guess: 'yes' });
    expect(detail.outcome.status).toBe('converged');
    expect(detail.outcome.epoch).toBeGreaterThanOrEqual(detail.outcome.convergedAt!);
    await element.updateComplete;
    expect(part(element, '[part=learning-rate]')).toBeTruthy();
  });

  test.each([
    [
      'en',
      'converged',
      'It converges · below the limit',
      'You said:',
      'So it went.',
      'Converged at epoch N ',
    ],
    ['zh-CN', 'diverged', '会发散', '你的预测：', '没猜中。', '在第 N 轮收敛'],
  ])(
    'is replied to in %s: what was said, whether so it went, and why',
    async (lang, guess, said, you, verdict, end) => {
      const element = create({ ...LINE, speed: '1000', lang });
      element.innerHTML = `<form slot="task"><label><input type="radio" name="guess" value="converged">It converges</label>
      <label><input type="radio" name="guess" value="diverged">会发散<span hidden>It diverges</span></label>
      <textarea name="why"></textarea><button>Go</button></form>`;
      const ready = once(element, 'gd-ready');
      document.body.append(element);
      await ready;
      expect(element.shadowRoot!.querySelector('[part=reply]')).toBeNull();
      element.querySelector<HTMLInputElement>(`[value=${guess}]`)!.checked = true;
      element.querySelector('textarea')!.value = lang === 'en' ? 'below the limit' : '';
      const answered = once(element, 'gd-answer');
      element.querySelector('button')!.click();
      const { outcome } = (await answered).detail;
      await element.updateComplete;
      const reply = part(element, '[part=reply]');
      const [first, ...facts] = [...reply.querySelectorAll('p')].map(({ textContent }) => textContent.trim());
      expect(first).toContain(you);
      expect(first).toContain(said);
      expect(first).toContain(verdict);
      expect(facts[0]).toContain(end.replace('N', String(outcome.convergedAt)));
      expect(facts[1]).not.toBe('');
      element.querySelector('form')!.reset();
      await element.updateComplete;
      expect(element.shadowRoot!.querySelector('[part=reply]')).toBeNull();
    },
  );

  test('is answered once, and asked again when its form is reset', async () => {
    const element = await ask({ speed: '1000', 'learning-rate': '3', scale: 'none' });
    const answers: string[] = [];
    element.addEventListener('gd-answer', ({ detail }) => answers.push(detail.outcome.status));
    answer(element, 'no');
    await expect.poll(() => answers).toEqual(['diverged']);
    element.reset();
    element.seek(1000);
    expect(answers).toEqual(['diverged']);
    element.querySelector('form')!.reset();
    await element.updateComplete;
    expect(element.snapshot!.epoch).toBe(0);
    expect(element.shadowRoot!.querySelector('[part=learning-rate]')).toBeNull();
    answer(element, 'yes');
    await expect.poll(() => answers).toEqual(['diverged', 'diverged']);
  });

  test('shows which answer was given, and takes no other until it is asked again', async () => {
    const element = await ask({ speed: '1000' });
    const buttons = [...element.querySelectorAll('button')];
    const states = (): unknown[] => buttons.map(({ disabled, ariaPressed }) => [disabled, ariaPressed]);
    const open = states();
    buttons[1]!.focus();
    answer(element, 'no');
    expect(states()).toEqual([
      [true, null],
      [false, 'true'],
    ]);
    expect(document.activeElement).toBe(buttons[1]);
    await expect.poll(() => element.shadowRoot!.querySelector('[part=reply]')).toBeTruthy();
    answer(element, 'no');
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('[part=reply]')).toBeTruthy();
    element.querySelector('form')!.reset();
    expect(states()).toEqual(open);
  });

  test('is none of the element’s business when it stands in another slot', async () => {
    const element = create(LINE);
    element.innerHTML = '<form slot="title"><button>Go</button></form>';
    const ready = once(element, 'gd-ready');
    document.body.append(element);
    await ready;
    const sent = once(document.body, 'submit');
    element.querySelector('form')!.addEventListener('submit', (event) => event.preventDefault());
    element.querySelector('button')!.click();
    await sent;
    expect(element.status).toBe('idle');
    expect(part(element, '[part=transport] button')).toBeTruthy();
  });
});
