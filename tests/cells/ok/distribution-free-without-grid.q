%%q sorts --grid free
id,1,2,3,4,5
Ann,-1,0,0,0,1
Bob,-1,-1,0,1,1
Cem,1,-1,1,0,0
---
%q distribution
