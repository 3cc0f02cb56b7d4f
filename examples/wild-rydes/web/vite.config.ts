import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // What differs from one installation to the next comes with /config.json, so one build is good everywhere.
  build: { target: 'es2023', chunkSizeWarningLimit: 1500 },
});
