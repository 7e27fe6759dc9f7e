%%q sorts
id,minutes,1,2,3
Ann,12,-1,0,1
Bob,soon,0,1,-1
---
%q responses minutes
