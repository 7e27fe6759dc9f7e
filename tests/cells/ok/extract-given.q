%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
---
%%q extract given
id,F1,F2
P1,.8,.1
P2,.7,-.1
P3,.6,.2
P4,-.5,.1
P5,.1,.9
P6,0,.7
