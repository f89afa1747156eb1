import { element } from './dom.ts';

/** A button that switches between the system's theme and the other one. */
export function themeButton(): HTMLButtonElement {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = element('button', { type: 'button', id: 'theme', className: 'quiet' });
  const root = document.documentElement;
  let isDark = system.matches;
  const show = (): void => {
    root.dataset['theme'] = isDark ? 'dark' : 'light';
    button.textContent = isDark ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark ? 'Use light colours' : 'Use dark colours');
  };
  button.addEventListener('click', () => {
    isDark = !isDark;
    show();
  });
  system.addEventListener('change', ({ matches }) => {
    isDark = matches;
    show();
  });
  show();
  return button;
}
