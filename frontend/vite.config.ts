import { defineConfig } from 'vitest/config'

export default defineConfig({
  base: '/static/',
  build: {
    outDir: 'dist',
    target: 'es2023',
    manifest: 'manifest.json',
    assetsInlineLimit: 0, // the content policy allows files, not data: scripts
    chunkSizeWarningLimit: 1200, // MapLibre, in a chunk of its own
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        shell: 'src/shell.ts',
        open: 'src/open.ts',
        register: 'src/register/page.ts',
        live: 'src/live/page.ts',
        public: 'src/public/page.ts',
        phone: 'src/phone/page.ts',
        boxes: 'src/boxes/page.ts',
        effect: 'src/effect/page.ts',
        evidence: 'src/evidence/page.ts',
        requests: 'src/requests/page.ts',
        answer: 'src/answer/page.ts',
        drawing: 'src/requests/drawing.ts',
        owner: 'src/owner/page.ts',
        conditions: 'src/conditions/page.ts',
        canvass: 'src/canvass/page.ts',
        canvass_worker: 'src/canvass/worker.ts',
        coverage: 'src/coverage/page.ts',
        coverage_new: 'src/coverage/new.ts',
        whatif: 'src/whatif/page.ts',
        compare: 'src/whatif/compare.ts',
        incidents: 'src/incidents/page.ts',
        registry: 'src/registry/page.ts',
        report: 'src/css/report.css',
        report_print: 'src/css/report_print.css',
      },
    },
  },
  optimizeDeps: { exclude: ['maplibre-gl'] },
  worker: { format: 'es' },
  test: { include: ['src/**/*.test.ts'], testTimeout: 30_000 },
})
