import { mainContainer } from '../../constructs/rules/main-container';
import { alpha, beta, FRONTEND } from './graph-text';
import { violations } from './support';

describe('DYN004 main container', () => {
  test('a main container with an image passes in both versions', () => {
    expect(violations(mainContainer, beta([FRONTEND]))).toEqual([]);
    expect(violations(mainContainer, alpha([FRONTEND]))).toEqual([]);
  });

  test('a container of another name is not the main container', () => {
    const pod = {
      containers: [
        { name: 'engine', image: 'a:1.6.1' },
        { name: 'exporter', image: 'b:1' },
      ],
    };
    expect(violations(mainContainer, beta([{ ...FRONTEND, pod }]))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[frontend]',
        message: "'frontend' has no container 'main', only 'engine', 'exporter'",
        fix: "name the container of the component 'main' in podTemplate.spec.containers",
      },
    ]);
  });

  test('a component without a pod template has none at all', () => {
    const yaml = beta([{ ...FRONTEND, fields: { podTemplate: undefined } }]);
    expect(violations(mainContainer, yaml)[0]?.message).toBe("'frontend' has no container 'main'");
  });

  test.each([undefined, '', ' '])('the image %p is missing', (image) => {
    const part = { ...FRONTEND, main: { image } };
    expect(violations(mainContainer, beta([part]))[0]).toMatchObject({
      message: "the main container of 'frontend' has no image (podTemplate.spec.containers[main].image)",
      fix: 'set podTemplate.spec.containers[main].image',
    });
    expect(violations(mainContainer, alpha([part]))[0]).toMatchObject({
      path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.services.frontend',
      message: "the main container of 'frontend' has no image (extraPodSpec.mainContainer.image)",
    });
  });

  test('roles with pod templates of their own need no common one', () => {
    const podTemplate = { spec: { containers: [{ name: 'main', image: 'engine:1.6.1' }] } };
    const roles = ['leader', 'worker'].map((name) => ({ name, podTemplate }));
    expect(violations(mainContainer, beta([{ name: 'w', fields: { podTemplate: undefined, roles } }]))).toEqual([]);
  });
});
