import { App } from 'cdk8s';
import { addToApp, CATALOG } from '../../blueprints';

/** What `cdk8s synth` runs: every blueprint with its default parameters, a file each. Copy it and keep the graphs you want. */
const app = new App();
for (const blueprint of CATALOG) {
  addToApp(app, blueprint);
}
app.synth();
