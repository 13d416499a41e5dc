import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      'lib/dist',
      'lib/assembly',
      'site',
      '.cache',
      '.venv',
      '.blas',
      'data/cache',
      'figures',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { languageOptions: { globals: globals.node } },
  { files: ['**/*.cjs', 'stubs/**'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
