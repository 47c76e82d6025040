// Lint rules that types cannot state. Formatting is prettier's, directions are dependency-cruiser's.
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.data/**', '.tmp/**', 'coverage/**'] },
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { globals: { ...globals.browser } },
    rules: { ...reactHooks.configs.recommended.rules },
  },
  { files: ['api/cli/**', 'tests/**', '*.config.*'], rules: { 'no-console': 'off' } },
  {
    files: ['engine/elements/**', 'engine/execution/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'Time comes from the clock port.' },
        { name: 'setTimeout', message: 'The interpreter never waits.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'AwaitExpression', message: 'The interpreter is synchronous.' },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Randomness comes from a port.',
        },
      ],
    },
  },
);
