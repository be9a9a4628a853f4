import { printFigures } from './figures';
import { stopAll } from './global-setup';

export default async function teardown(): Promise<void> {
  printFigures();
  await stopAll();
}
