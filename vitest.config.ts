import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What a store could get wrong shows here: these run a second time with PostgreSQL under the server. */
const onBothEngines = ['auth', 'accounts', 'users', 'tokens', 'pools', 'oauth'];

export default defineConfig({
  test: {
    // Processes of their own: tests start servers, worker threads and databases, which threads would share.
    pool: 'forks',
    // Tests wait more than they compute: for disks, deadlines, browsers.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The report is what .ci/run counts.
    reporters: ['default', ['json', { outputFile: '.cache/test-report.json' }]],
    projects: [
      {
        extends: true,
        test: { name: 'all', include: ['test/**/*.test.ts'], globalSetup: ['test/support/postgres.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'on PostgreSQL',
          include: onBothEngines.map((folder) => `test/${folder}/**/*.test.ts`),
          globalSetup: ['test/support/postgres.ts'],
          env: { POOLHOUSE_TEST_ENGINE: 'postgres' },
        },
      },
    ],
  },
});
