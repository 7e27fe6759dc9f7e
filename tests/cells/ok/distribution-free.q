%%q sorts --grid free --array-grid "-1:2,0:1,1:2"
id,group,1,2,3,4,5
Ann,x,-1,0,0,0,1
Bob,x,-1,-1,0,1,1
Cem,y,1,-1,0.5,0,0
---
%q distribution
