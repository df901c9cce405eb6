import { describeRecurrentLayer } from './recurrent-suite.ts';

describeRecurrentLayer('gru');
