%%q sorts --as tea
id,1,2,3,4
A,1,0,0,-1
B,0,1,-1,0
C,1,-1,0,0
---
%q solve -k 3
