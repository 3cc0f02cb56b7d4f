import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Processes of their own: tests start servers, worker threads and databases, which threads would share.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/postgres.ts'],
    // The report is what .ci/run counts.
    reporters: ['default', ['json', { outputFile: '.cache/test-report.json' }]],
  },
});
