import type { Look } from './look.ts';

export const PLAIN: Look = {
  kind: 'classic',
  css: 'body{font:16px/1.5 system-ui;max-width:26rem;margin:2rem auto;padding:0 1rem}.field{margin:1rem 0}label{display:block}.input{width:100%;box-sizing:border-box;padding:.5rem;font:inherit}.visually-hidden{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}',
  colorScheme: 'light',
  favicons: [],
  instructions: true,
  languageSelector: false,
  timer: false,
  methods: ['FEDERATED', 'USERNAME_PASSWORD'],
  providers: { as: 'buttons', order: [], icons: true, own: {}, classes: {} },
  acceptance: 'none',
  phone: 'text',
};
