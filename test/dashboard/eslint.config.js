import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['**/node_modules/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      complexity: ['error', 12],
      curly: ['error', 'multi-or-nest', 'consistent'],
      eqeqeq: 'error',
      'max-len': ['error', { code: 140 }],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 40],
      'no-implicit-globals': 'error',
      'no-shadow': 'error',
      'no-unused-expressions': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      quotes: ['error', 'single', { avoidEscape: true }],
      semi: 'error',
      // What would turn text into code or markup.
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': ['error',
        { property: 'innerHTML' }, { property: 'outerHTML' }, { property: 'insertAdjacentHTML' }],
      // Modules see only what the contract of the page allows: no storage, no cookies.
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'event', 'name'],
    },
  },
  {
    files: ['test/**'],
    languageOptions: { globals: globals.node },
    rules: { 'max-lines-per-function': 'off' },
  },
];
