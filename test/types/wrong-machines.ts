/** Machines, fabrics, models and ways to cut them that must not compile. See `wrong-programs.test.ts`. */
import { AwsMachine, Fabric, Gpu, Model, models, NodeGroup, Parallelism, Precision } from '../../constructs';

export function wrongMachines(): void {
  // @ts-expect-error a machine by a name that the table does not have
  NodeGroup.aws('p5.24xlarge');

  // @ts-expect-error a machine that there is not
  AwsMachine.P9_48XLARGE;

  // @ts-expect-error a GPU that there is not
  Gpu.H300;

  // @ts-expect-error a GPU by its name
  NodeGroup.of({ name: 'own', gpu: 'H200', gpusPerNode: 8, fabric: Fabric.tcp() });

  // @ts-expect-error a node group without its fabric
  NodeGroup.of({ name: 'own', gpu: Gpu.H200, gpusPerNode: 8 });

  // @ts-expect-error a fabric by its name
  NodeGroup.h200Sxm({ fabric: 'infiniband' });

  // @ts-expect-error a number of nodes as a text
  NodeGroup.h200Sxm({ nodes: '4' });

  // @ts-expect-error EFA without its devices
  Fabric.efa();

  // @ts-expect-error a device of InfiniBand as a text with commas
  Fabric.infiniband({ netDevices: 'mlx5_0:1,mlx5_1:1' });

  // @ts-expect-error a resource of multi-node NVLink, which has a claim instead
  Fabric.mnnvl({ resource: 'rdma/ib' });

  // @ts-expect-error a model that the catalog does not have
  models.LLAMA_5;

  // @ts-expect-error a number format that there is not
  Precision.FP6;

  // @ts-expect-error a number format by another spelling
  models.LLAMA_3_3_70B.at('FP8');

  // @ts-expect-error a checkpoint that is not published
  models.LLAMA_3_3_70B.at(Precision.MXFP4);

  // @ts-expect-error a model of the user without its architecture
  Model.custom({ id: 'own', checkpoints: {} });

  // @ts-expect-error an axis of parallelism that there is not
  Parallelism.of({ sequence: 2 });

  // @ts-expect-error a size as a text
  Parallelism.tensor('8');
}
