import { defineConfig } from '@playwright/test';

/** `BINARY` is the program; each worker starts servers of its own. With `PAGE_DIST` the page comes from that folder. */
export default defineConfig({
  testDir: 'tests',
  workers: 2,
  fullyParallel: true,
  // Waits end when what is waited for is there: long ones are for machines that do much else.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [['list', { printSteps: false }]],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        // No other host has an address here: what is missing without a network is missed by a test.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
