import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { configureAmplify, loadConfig } from './config.ts';
import './style.css';

const root = createRoot(document.getElementById('app')!);

try {
  const config = await loadConfig();
  configureAmplify(config);
  root.render(
    <StrictMode>
      <App config={config} />
    </StrictMode>,
  );
} catch (error) {
  root.render(<p className="broken">{error instanceof Error ? error.message : String(error)}</p>);
}
