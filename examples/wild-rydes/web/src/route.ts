/** Which page the address names: `#/ride`, `#/confirm?email=…`. */
import { useSyncExternalStore } from 'react';

export interface Route {
  readonly page: string;
  readonly query: URLSearchParams;
}

const subscribe = (changed: () => void): (() => void) => {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
};

export const useRoute = (): Route => {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const [page = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { page, query: new URLSearchParams(query) };
};

export const go = (page: string, query: Readonly<Record<string, string>> = {}): void => {
  const text = new URLSearchParams(query).toString();
  location.hash = `/${page}${text ? `?${text}` : ''}`;
};
